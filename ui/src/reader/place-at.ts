// Puts an element where it belongs, by the style object: the policy refuses style attributes.

/** An attachment: `{@attach placeAt(() => ({ top: 12 }))}`. Pixels; what is not given stays as it is. */
export function placeAt(
  where: () => { top?: number; left?: number; height?: number },
): (element: HTMLElement) => void {
  return (element) => {
    for (const [side, value] of Object.entries(where())) {
      element.style.setProperty(side, `${value}px`);
    }
  };
}
