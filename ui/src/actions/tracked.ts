// Shows in the two readings of a document what its tracked changes put in, and what they took out.

interface Token {
  node: Text;
  /** Offsets in the node. */
  start: number;
  end: number;
  words: string;
}

/** Marks the words that stand in one of the two alone: with `ins` in the accepted reading, with `del` in the other. */
export function markChanges(accepted: ParentNode, rejected: ParentNode): void {
  const [now, then] = [tokensOf(accepted), tokensOf(rejected)];
  const { inNow, inThen } = common(now, then);
  wrap(now, inNow, "ins");
  wrap(then, inThen, "del");
}

function tokensOf(root: ParentNode): Token[] {
  const tokens: Token[] = [];
  const walk = document.createTreeWalker(root as Node, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest("[data-apart]")) continue;
    for (const found of node.data.matchAll(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu)) {
      tokens.push({ node, start: found.index, end: found.index + found[0].length, words: found[0] });
    }
  }
  return tokens;
}

/** Which tokens belong to a longest common subsequence. The two are previews: a thousand words at most. */
function common(now: readonly Token[], then: readonly Token[]): { inNow: boolean[]; inThen: boolean[] } {
  const width = then.length + 1;
  const length = new Uint16Array((now.length + 1) * width);
  for (let i = now.length - 1; i >= 0; i--) {
    for (let j = then.length - 1; j >= 0; j--) {
      length[i * width + j] =
        now[i]!.words === then[j]!.words
          ? length[(i + 1) * width + j + 1]! + 1
          : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
    }
  }
  const inNow = now.map(() => false);
  const inThen = then.map(() => false);
  let [i, j] = [0, 0];
  while (i < now.length && j < then.length) {
    if (now[i]!.words === then[j]!.words) {
      inNow[i++] = true;
      inThen[j++] = true;
    } else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i += 1;
    else j += 1;
  }
  // The previews are cut at about the same length: what is alone at the end of one was cut from the other.
  const [lastNow, lastThen] = [inNow.lastIndexOf(true), inThen.lastIndexOf(true)];
  return {
    inNow: inNow.map((is, at) => is || (at > lastNow && lastThen === then.length - 1)),
    inThen: inThen.map((is, at) => is || (at > lastThen && lastNow === now.length - 1)),
  };
}

/** Puts runs of tokens that are not common into elements, the white space between them as well. */
function wrap(tokens: readonly Token[], isCommon: readonly boolean[], name: "ins" | "del"): void {
  // From the end, so that offsets before stay true.
  for (let i = tokens.length - 1; i >= 0; i--) {
    if (isCommon[i]) continue;
    let first = i;
    while (first > 0 && !isCommon[first - 1] && tokens[first - 1]!.node === tokens[i]!.node) first -= 1;
    const range = document.createRange();
    range.setStart(tokens[first]!.node, tokens[first]!.start);
    range.setEnd(tokens[i]!.node, tokens[i]!.end);
    range.surroundContents(document.createElement(name));
    i = first;
  }
}
