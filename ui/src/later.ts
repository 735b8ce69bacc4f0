// What is opened by hand. It is read after the article is there: the person does not wait for it.
export { default as Panels } from "./Panels.svelte";
export { default as Review } from "./review/Review.svelte";
export { default as Bin } from "./shelf/Bin.svelte";
