// Builds the screen into ui/dist: one page, its fonts, nothing from elsewhere.
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  publicDir: false,
  clearScreen: false,
  plugins: [
    paraglideVitePlugin({
      project: "./project.inlang",
      outdir: "./src/messages/generated",
      strategy: ["globalVariable", "baseLocale"],
      outputStructure: "locale-modules",
    }),
    svelte(),
  ],
  server: { port: 1420, strictPort: true },
  build: {
    // JavaScript for the oldest macOS in use; CSS has light-dark(), so Safari 17.5 and WebKitGTK 2.50.
    target: "safari16",
    cssTarget: "safari17.5",
    // A font inlined as data: would be refused by the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
