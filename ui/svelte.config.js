// How Svelte compiles: without innerHTML, which the content security policy forbids.
/** @type {import("@sveltejs/vite-plugin-svelte").SvelteConfig} */
export default {
  compilerOptions: { runes: true, fragments: "tree" },
};
