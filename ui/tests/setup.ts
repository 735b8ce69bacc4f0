// What every test of the screen stands on: the faces, the tokens and the shared styles.
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import "@fontsource-variable/source-serif-4/wght-italic.css";
import "../src/style/tokens.css";
import "../src/style/base.css";
