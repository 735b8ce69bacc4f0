// Shows the text of a change: puts the engine's parts together, and answers what the review asks of it.

import type { TextRange } from "../backend/types/TextRange";
import { Boundaries } from "../reader/boundaries";
import { caretBrowsing } from "../reader/caret";
import { Passages } from "../reader/hit-test";
import { outline } from "../reader/outline";
import { characterUnder, select, selectByMouse, selectedRange, watchSelection } from "../reader/selection";
import { Sight } from "../reader/sight";
import type { Stop } from "../reader/view";
import { ChangedText, type ChangedTextSetting } from "./changed-text";
import { bringIntoView } from "./into-view";
import { ChangePainter, type Painting } from "./paint-change";
import type { Target, TextView } from "./text-view";

export interface ChangeViewSetting extends Omit<ChangedTextSetting, "grown"> {
  scroller: HTMLElement;
  /** The text is put in here, as the first child. */
  column: HTMLElement;
  /** Lies over the column, for the frame of the active passage. */
  overlay: HTMLElement;
  caret: HTMLElement;
}

export interface ChangeViewEvents {
  selected(range: TextRange | null): void;
  /** The person clicked at a position of the new text, or at one of the old text. */
  clicked(at: { now: number | null; then: number | null }): void;
}

/** What is to be seen over the text. */
export interface Shown extends Painting {
  target: Target | null;
  /** Colours the frame: what became of the passage. */
  tone: string;
}

export class ChangeView implements TextView {
  readonly text: ChangedText;
  readonly boundaries: Boundaries;
  readonly #sight: Sight;
  readonly #painter: ChangePainter;
  readonly #scroller: HTMLElement;
  readonly #overlay: HTMLElement;
  readonly #events: ChangeViewEvents;
  readonly #stops: Stop[];
  #shown: Shown = { passages: new Passages([]), edited: new Map(), pending: null, target: null, tone: "" };
  /** What is to be brought into view once it is built. */
  #wanted: Target | null = null;
  #change: HTMLElement | null = null;
  #frame = 0;

  constructor(setting: ChangeViewSetting, events: ChangeViewEvents) {
    const { scroller, column, overlay, caret, language } = setting;
    this.#scroller = scroller;
    this.#overlay = overlay;
    this.#events = events;
    this.text = new ChangedText({ ...setting, grown: () => this.#grown() });
    const { map, element } = this.text;
    column.prepend(element);
    this.boundaries = new Boundaries(map, language);
    this.#sight = new Sight(scroller, this.text);
    this.#painter = new ChangePainter(map);
    this.#stops = [
      this.#sight.watch(() => this.#draw()),
      () => this.#sight.stop(),
      () => this.#painter.stop(),
      selectByMouse(map, this.boundaries),
      watchSelection(map, this.boundaries, (range) => {
        // A selection that went with the keyboard is kept: the button that uses it may have it now.
        if (range !== null || element.contains(document.activeElement)) events.selected(range);
      }),
      caretBrowsing({ map, boundaries: this.boundaries, scroller, caret, begin: () => this.#begin() }),
      this.#hearClicks(),
    ];
  }

  /** What the text is called, for those who cannot see it. */
  name(words: string): void {
    this.text.element.ariaLabel = words;
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#soon();
  }

  reveal(target: Target): void {
    this.#wanted = target;
    this.#grown();
  }

  selection(): TextRange | null {
    return selectedRange(this.text.map, this.boundaries);
  }

  textOf(range: TextRange): string {
    return this.text.map.textOf(range);
  }

  deselect(): void {
    const range = this.selection();
    if (range) select(this.text.map, { anchor: range[1], focus: range[1] });
    this.#events.selected(null);
  }

  focus(at: number): void {
    this.text.element.focus({ preventScroll: true });
    select(this.text.map, { anchor: at, focus: at });
  }

  step(direction: 1 | -1): void {
    const changes = this.text.changes();
    const from = this.#change ? changes.indexOf(this.#change) : -1;
    const start = from === -1 && direction === -1 ? changes.length : from;
    const next = changes[(start + direction + changes.length) % changes.length];
    if (!next) return;
    this.#change?.classList.remove("here");
    this.#change = next;
    next.classList.add("here");
    bringIntoView(this.#scroller, () => next.getBoundingClientRect());
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    for (const stop of this.#stops) stop();
    this.#overlay.replaceChildren();
    this.text.stop();
  }

  #grown(): void {
    this.#soon();
    const wanted = this.#wanted;
    if (!wanted || !this.text.unfold(wanted)) return;
    this.#wanted = null;
    bringIntoView(this.#scroller, () => this.#boxOf(wanted));
  }

  #boxOf(target: Target): DOMRect | null {
    const ranges = this.text.rangesOf(target);
    const range = ranges[0] ?? (target.gap === null ? null : this.#atGap(target.gap));
    if (!range) return null;
    const line = range.getClientRects()[0] ?? range.getBoundingClientRect();
    if (line.height > 0) return line;
    // WebKitGTK 2.50 knows no lines of a text that it need not lay out yet, but where its paragraph stands.
    return range.startContainer.parentElement?.closest(".row")?.getBoundingClientRect() ?? line;
  }

  #atGap(gap: number): Range {
    const { length } = this.text.map.text;
    return gap < length ? this.text.map.rangeOf([gap, gap + 1]) : this.text.map.rangeOf([gap - 1, gap]);
  }

  #soon(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#painter.paint(this.#shown, this.#sight.near);
    const { target, tone } = this.#shown;
    const ranges = target ? this.text.rangesOf(target) : [];
    const frames = ranges.length > 0 ? ranges : target?.gap == null ? [] : [this.#atGap(target.gap)];
    while (this.#overlay.childElementCount > frames.length) this.#overlay.lastElementChild?.remove();
    while (this.#overlay.childElementCount < frames.length) this.#overlay.append(layer());
    for (const [index, range] of frames.entries()) {
      const own = this.#overlay.children[index];
      if (!(own instanceof HTMLElement)) continue;
      outline(own, [range], null);
      own.dataset.tone = tone;
      own.classList.toggle("gap", ranges.length === 0);
    }
  }

  /** Where the caret begins: at the active passage if it is in view, else at the top of the view. */
  #begin(): number {
    const [start, end] = this.#sight.near;
    const at = this.#shown.target?.now[0]?.[0] ?? this.#shown.target?.gap ?? null;
    if (at !== null && at >= start && at < end) return at;
    const top = this.#scroller.getBoundingClientRect().top + 8;
    return this.text.below(top, start) ?? start;
  }

  #hearClicks(): Stop {
    const { element, map } = this.text;
    let pressed = { x: 0, y: 0 };
    const onDown = (event: MouseEvent) => {
      pressed = { x: event.clientX, y: event.clientY };
    };
    const onClick = (event: MouseEvent) => {
      if (event.button !== 0 || event.detail !== 1 || event.shiftKey) return;
      if (event.target instanceof Element && event.target.closest("button")) return;
      // The end of a selection drawn by the mouse is a click, too.
      if (Math.abs(event.clientX - pressed.x) + Math.abs(event.clientY - pressed.y) > 4) return;
      const isOld = event.target instanceof Element && event.target.closest("[data-apart]") !== null;
      this.#events.clicked({
        now: isOld ? null : characterUnder(map, event),
        then: isOld ? this.#oldUnder(event) : null,
      });
    };
    element.addEventListener("mousedown", onDown);
    element.addEventListener("click", onClick);
    return () => {
      element.removeEventListener("mousedown", onDown);
      element.removeEventListener("click", onClick);
    };
  }

  #oldUnder({ clientX, clientY }: MouseEvent): number | null {
    const standard = document.caretPositionFromPoint?.(clientX, clientY);
    if (standard) return this.text.oldOffsetAt(standard.offsetNode, standard.offset);
    // WebKitGTK 2.50 has caretPositionFromPoint only behind a flag.
    const range = document.caretRangeFromPoint?.(clientX, clientY);
    return range ? this.text.oldOffsetAt(range.startContainer, range.startOffset) : null;
  }
}

function layer(): HTMLElement {
  const element = document.createElement("div");
  element.className = "frame";
  return element;
}
