// Opens the screen. The library is asked first: it answers while the screen is being read.
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import "@fontsource-variable/source-serif-4/wght-italic.css";
import "./style/tokens.css";
import "./style/base.css";
import { mount } from "svelte";
import { Desk } from "./state/desk.svelte";

const desk = new Desk();
desk.begin();

const { default: App } = await import("./App.svelte");
const target = document.getElementById("app");
if (target) mount(App, { target, props: { desk } });
