// The rules of the screen's code: nothing turns a string into markup, everything has a type.
import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

const noMarkupFromStrings = [
  {
    selector:
      "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe)$/]",
    message: "Markup is built with createElement and textContent.",
  },
  {
    selector: "CallExpression[callee.property.name='write'][callee.object.name='document']",
    message: "No document.write.",
  },
];
const noStyleAttribute = {
  selector: "SvelteAttribute[key.name='style']",
  message: "The content security policy refuses style attributes: use a class or a style: directive.",
};
const noDefaultExport = { selector: "ExportDefaultDeclaration", message: "Export by name." };

export default ts.config(
  { ignores: ["dist/", "node_modules/", "src/messages/generated/", "src/backend/types/", "project.inlang/"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      "no-undef": "off",
      "no-restricted-syntax": ["error", ...noMarkupFromStrings, noStyleAttribute, noDefaultExport],
      "@typescript-eslint/no-explicit-any": "error",
      "svelte/no-at-html-tags": "error",
      // Our collections are plain on purpose: ten thousand marks, one counter.
      "svelte/prefer-svelte-reactivity": "off",
      // {" · "} is how a space at the end of a block is kept.
      "svelte/no-useless-mustaches": "off",
      "no-eval": "error",
    },
  },
  {
    files: ["*.config.ts", "*.config.js", "svelte.config.js", "scripts/*.js"],
    languageOptions: { globals: { ...globals.node } },
    rules: { "no-restricted-syntax": ["error", ...noMarkupFromStrings] },
  },
);
