// Shows the pictures of an article while they are near the view; a book may hold hundreds.
//
// Their places are made by build-leaf.ts, as large as the pictures will be: nothing moves when one comes.

import { imageWords } from "./build-leaf";
import type { Stop } from "./view";

/** Gives a picture by its id, as it is kept in the library. */
export type LoadPicture = (id: string) => Promise<Blob>;

/** How far beyond the view a picture is brought, in heights of the view: nobody sees it come. */
const AHEAD = "200%";

/** Watches the picture places below `root`, which scrolls in `scroller`. */
export function showPictures(root: HTMLElement, scroller: HTMLElement, load: LoadPicture): Stop {
  const places = [...root.querySelectorAll<HTMLImageElement>("img[data-picture]")];
  if (places.length === 0) return () => {};
  const shown = new Map<HTMLImageElement, string>();
  const near = new Set<HTMLImageElement>();

  const bring = async (image: HTMLImageElement) => {
    try {
      const blob = await load(image.dataset.picture ?? "");
      // It was scrolled past meanwhile.
      if (!near.has(image) || shown.has(image)) return;
      const address = URL.createObjectURL(blob);
      shown.set(image, address);
      image.src = address;
      await image.decode();
    } catch {
      // Taken away while it was decoded: nothing is wrong with it.
      if (!near.has(image)) return;
      takeAway(image);
      near.delete(image);
      watch.unobserve(image);
      const place = image.closest<HTMLElement>(".picture");
      place?.replaceWith(imageWords(image.alt, image.alt));
    }
  };
  const takeAway = (image: HTMLImageElement) => {
    const address = shown.get(image);
    if (address === undefined) return;
    shown.delete(image);
    image.removeAttribute("src");
    URL.revokeObjectURL(address);
  };

  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!(target instanceof HTMLImageElement)) continue;
        if (isIntersecting && !near.has(target)) {
          near.add(target);
          void bring(target);
        } else if (!isIntersecting) {
          near.delete(target);
          takeAway(target);
        }
      }
    },
    { root: scroller, rootMargin: `${AHEAD} 0px` },
  );
  for (const place of places) watch.observe(place);
  return () => {
    watch.disconnect();
    near.clear();
    for (const image of [...shown.keys()]) takeAway(image);
  };
}
