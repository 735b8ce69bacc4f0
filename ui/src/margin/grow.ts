// Makes a text field as high as its words.

/** An attachment for a textarea; `words` is read so that it grows with changes from elsewhere too. */
export function grow(words: () => string): (field: HTMLTextAreaElement) => () => void {
  return (field) => {
    words();
    const fit = () => {
      field.style.blockSize = "auto";
      field.style.blockSize = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
    };
    fit();
    field.addEventListener("input", fit);
    return () => field.removeEventListener("input", fit);
  };
}
