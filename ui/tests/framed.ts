// What Rust draws, as it crosses to the screen: the length of the head, the head, the picture.

export function framed(head: unknown, picture: ArrayBuffer = new ArrayBuffer(0)): ArrayBuffer {
  const said = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(4 + said.length + picture.byteLength);
  new DataView(bytes.buffer).setUint32(0, said.length, true);
  bytes.set(said, 4);
  bytes.set(new Uint8Array(picture), 4 + said.length);
  return bytes.buffer;
}
