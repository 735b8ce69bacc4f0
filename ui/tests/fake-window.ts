// Stands in for Tauri: commands go to the fake library, events can be sent by a test.
import type { FakeLibrary } from "./fake-library";

type Listener = (message: { event: string; id: number; payload: unknown }) => void;

interface Internals {
  invoke: (command: string, args?: Record<string, unknown>) => Promise<unknown>;
  transformCallback: (callback: Listener) => number;
  unregisterCallback: (id: number) => void;
}

/** Puts the fake in the window's place; gives back a way to send events to the screen. */
export function standIn(library: FakeLibrary): (event: string, payload: unknown) => void {
  const callbacks = new Map<number, Listener>();
  const listeners = new Map<string, Set<number>>();
  let next = 0;
  const internals: Internals = {
    async invoke(command, args = {}) {
      if (command === "plugin:event|listen") {
        const event = args.event as string;
        const ids = listeners.get(event) ?? new Set();
        ids.add(args.handler as number);
        listeners.set(event, ids);
        return args.handler;
      }
      if (command === "plugin:event|unlisten") {
        listeners.get(args.event as string)?.delete(args.eventId as number);
        return null;
      }
      if (library.slow > 0) await new Promise((done) => setTimeout(done, library.slow));
      return structuredClone(library.answer(command, args));
    },
    transformCallback(callback) {
      callbacks.set(++next, callback);
      return next;
    },
    unregisterCallback(id) {
      callbacks.delete(id);
    },
  };
  Object.assign(window, {
    __TAURI_INTERNALS__: internals,
    __TAURI_EVENT_PLUGIN_INTERNALS__: { unregisterListener: () => {} },
  });
  return (event, payload) => {
    for (const id of listeners.get(event) ?? []) callbacks.get(id)?.({ event, id, payload });
  };
}
