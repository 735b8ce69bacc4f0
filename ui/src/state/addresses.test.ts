// What is an address, as it is typed and as it is pasted.
import { expect, test } from "vitest";
import { addressPasted, addressTyped } from "./addresses";

test("an address may be typed without its scheme", () => {
  expect(addressTyped(" exemple.fr/article?a=1 ")).toEqual({
    href: "https://exemple.fr/article?a=1",
    host: "exemple.fr",
  });
  expect(addressTyped("http://exemple.fr")?.href).toBe("http://exemple.fr/");
  expect(addressTyped("exemple.fr:8080/a")?.host).toBe("exemple.fr:8080");
  expect(addressTyped("<https://exemple.fr/a>")?.href).toBe("https://exemple.fr/a");
});

test("what is no page on the web is no address", () => {
  for (const words of ["", "un mot", "mot", "mailto:a@b.fr", "javascript:alert(1)", "file:///etc/passwd"])
    expect(addressTyped(words), words).toBeNull();
});

test("a host that only looks like another shows as what it is", () => {
  expect(addressTyped("https://аpple.com/x")?.host).toBe("xn--pple-43d.com");
});

test("only an address that stands alone was pasted as one", () => {
  expect(addressPasted("https://exemple.fr/a\n")?.href).toBe("https://exemple.fr/a");
  expect(addressPasted("www.exemple.fr")?.href).toBe("https://www.exemple.fr/");
  for (const words of [
    "exemple.fr",
    "Voir https://exemple.fr/a",
    "https://a.fr https://b.fr",
    "ftp://a.fr/b",
  ])
    expect(addressPasted(words), words).toBeNull();
});
