// Runs the tests of the screen in a real browser: Debian's Chromium.
import { existsSync } from "node:fs";
import { playwright } from "@vitest/browser-playwright";
import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";
import viteConfig from "./vite.config.ts";

const systemChromium = "/usr/bin/chromium";
const args = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default mergeConfig(
  viteConfig,
  defineConfig({
    server: { port: 0, strictPort: false },
    test: {
      include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
      setupFiles: ["./tests/setup.ts"],
      // Two of these tests measure time: side by side they would measure each other.
      fileParallelism: false,
      // A busy machine is slow; a test that waits says what for.
      testTimeout: 30_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        viewport: { width: 1440, height: 900 },
        provider: playwright({
          launchOptions: existsSync(systemChromium) ? { executablePath: systemChromium, args } : { args },
        }),
        instances: [{ browser: "chromium" }],
      },
    },
  }),
);
