// What comes over the socket: bytes to messages.

import { fromBinary } from '@bufbuild/protobuf';
import { BeatSchema, PictureSchema, type Beat, type Picture as PictureMessage } from './wire/picket/v1/picture_pb';
import { WireError } from './picture';

const PICTURE = 0x31504b50;
const BEAT = 0x31424b50;
const LONGEST = 64 * 1024 * 1024; // bytes; a whole picture of 20,000 tracks has 1.5 MB

export type Received = { picture: PictureMessage } | { beat: Beat };

/* Throws WireError for what is neither a picture nor a beat. */
export function receive(data: ArrayBuffer): Received {
  if (data.byteLength < 5 || data.byteLength > LONGEST) throw new WireError('length');
  const format = new DataView(data).getUint32(1, true);
  const bytes = new Uint8Array(data);
  try {
    if (format === PICTURE) return { picture: fromBinary(PictureSchema, bytes) };
    if (format === BEAT) return { beat: fromBinary(BeatSchema, bytes) };
  } catch (error) {
    throw new WireError(String(error));
  }
  throw new WireError(`format ${format.toString(16)}`);
}
