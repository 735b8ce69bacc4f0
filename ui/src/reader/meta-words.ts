// The line under the headline: who wrote it, where and when, in which language, how long, where it came from and when.
import type { Article } from "../backend/types/Article";
import type { Origin } from "../backend/types/Origin";
import type { Revision } from "../backend/types/Revision";
import { m } from "../messages/generated/messages";
import { day, languageName, number, publishedDay } from "../state/figures";

export function metaWords(article: Article, revision: Revision): string {
  return [
    article.byline,
    article.site,
    article.published ? m.imports_published({ date: publishedDay(article.published, Date.now()) }) : null,
    article.language === null ? null : languageName(article.language),
    m.reader_words({ count: revision.words, words: number(revision.words) }),
    originWords(article.origin),
    day(article.created, Date.now()),
  ]
    .filter((words) => words !== null && words !== "")
    .join(" · ");
}

function originWords(origin: Origin): string {
  switch (origin.from) {
    case "clipboard":
      return m.reader_from_clipboard();
    case "file":
      // Isolated: a file's name may turn the words after it around.
      return m.reader_from_file({ name: `\u2068${origin.name}\u2069` });
    case "sample":
      return m.reader_from_sample();
    case "pipe":
      return m.reader_from_pipe();
    case "web":
      return m.reader_from_web();
  }
}
