// The language that the screen speaks. Every message reads it, so changing it changes every word at once.
import type { Language } from "../backend/types/Language";
import { overwriteGetLocale } from "../messages/generated/runtime";

class Speech {
  language = $state<Language>("en");
}

export const speech = new Speech();
overwriteGetLocale(() => speech.language);
