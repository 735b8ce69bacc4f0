// Web addresses as a person types or pastes them.

/** What the screen says of an address, and what is asked for. */
export interface Address {
  href: string;
  /** In ASCII where it is not ("xn--…"), so that look-alikes show. */
  host: string;
}

/** The address that was typed in a field for one: the `https://` may be left out. Nothing where it is none. */
export function addressTyped(words: string): Address | null {
  const typed = words.trim().replace(/^<(.*)>$/, "$1");
  if (typed === "" || /\s/.test(typed)) return null;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return addressOf(typed);
  // "localhost:80" and "mailto:a" are no pages; "exemple.fr/page" and "exemple.fr:8080" are.
  const host = /^[^/?#:@]+/.exec(typed)?.[0] ?? "";
  return /\.\p{L}{2,}\.?$/u.test(host) ? addressOf(`https://${typed}`) : null;
}

/** The address, if that is all that was pasted. */
export function addressPasted(words: string): Address | null {
  const pasted = words.trim().replace(/^<(.*)>$/, "$1");
  return /^(https?:\/\/|www\.)\S+$/i.test(pasted) ? addressTyped(pasted) : null;
}

function addressOf(words: string): Address | null {
  try {
    const { protocol, host, href } = new URL(words);
    return (protocol === "https:" || protocol === "http:") && host !== "" ? { href, host } : null;
  } catch {
    return null;
  }
}
