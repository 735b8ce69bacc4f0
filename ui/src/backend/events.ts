// What the app tells the screen unasked. Each function returns its own stop().
import { listen } from "@tauri-apps/api/event";
import type { Arrivals } from "./types/Arrivals";
import type { DraftChanged } from "./types/DraftChanged";
import type { Failure } from "./types/Failure";
import type { Queue } from "./types/Queue";
import type { Revised } from "./types/Revised";
import type { ShelfRow } from "./types/ShelfRow";

/** Files were dropped on the window, opened with Obelus, or named to a second start. */
export const onArrived = (hear: (arrivals: Arrivals) => void) => on<Arrivals>("arrived", hear);
/** The number of files that are being read. */
export const onArriving = (hear: (files: number) => void) => on<number>("arriving", hear);
/** Many files are on their way in, and how far each is: the whole list, each time something changed. */
export const onQueue = (hear: (queue: Queue) => void) => on<Queue>("queue", hear);
/** What many files have become so far. */
export const onShelved = (hear: (rows: ShelfRow[]) => void) => on<ShelfRow[]>("shelved", hear);
/** Files are held over the window (true), or no longer (false). */
export const onDragging = (hear: (over: boolean) => void) => on<boolean>("dragging", hear);
/** The file that was dropped while a new version was awaited is one now. */
export const onRevised = (hear: (revised: Revised) => void) => on<Revised>("revised", hear);
/** It could not become one. */
export const onUnrevised = (hear: (failure: Failure) => void) => on<Failure>("unrevised", hear);
/** The file is chosen, and the copy is being made. */
export const onCopying = (hear: () => void) => on<null>("copying", hear);
/** The window is to close: what is being typed must be saved, then `leave()` called. */
export const onClosing = (hear: () => void) => on<null>("closing", hear);
/** A watched file says something new, is gone, or is back. */
export const onDraftChanged = (hear: (change: DraftChanged) => void) =>
  on<DraftChanged>("draft_changed", hear);

function on<T>(event: string, hear: (payload: T) => void): () => void {
  const listening = listen<T>(event, (message) => hear(message.payload));
  return () => void listening.then((stop) => stop());
}
