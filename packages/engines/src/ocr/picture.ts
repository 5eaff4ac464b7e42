// What a file is, by its bytes and never by its name. Read before anything is decoded: a small file cannot become a huge one.
import { AppError } from '@farebox/errors'

export type DocumentKind = 'png' | 'jpeg' | 'pdf'

export const DOCUMENT_BYTES_MAX = 10 * 1024 * 1024
/** A letter at 450 dots per inch. Decoded, it is 76 MB. */
export const PIXELS_MAX = 19_000_000
const SIDE_MAX = 10_000

export function kindOf(bytes: Buffer): DocumentKind {
  if (bytes.length === 0) refuse('The document is empty.')
  if (bytes.length > DOCUMENT_BYTES_MAX) refuse('The document is larger than 10 MB.')
  if (bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return 'png'
  if (bytes.readUIntBE(0, Math.min(3, bytes.length)) === 0xff_d8_ff) return 'jpeg'
  if (bytes.subarray(0, 1_024).includes('%PDF-')) return 'pdf'
  return refuse('The document is neither a PNG nor a JPEG image nor a PDF, whatever it is called.')
}

/** Throws where the picture is cut off or would be too large when decoded. */
export function checkPicture(bytes: Buffer, kind: 'png' | 'jpeg'): void {
  const { width, height } = kind === 'png' ? sizeOfPng(bytes) : sizeOfJpeg(bytes)
  if (width < 1 || height < 1) refuse('The image has no size.')
  if (width > SIDE_MAX || height > SIDE_MAX || width * height > PIXELS_MAX) {
    refuse(`The image is ${width} × ${height} pixels; at most ${PIXELS_MAX / 1_000_000} million are read.`)
  }
  const isWhole = kind === 'png' ? bytes.subarray(-1_024).includes('IEND') : bytes.subarray(-1_024).includes(Buffer.from([0xff, 0xd9]))
  if (!isWhole) refuse('The image ends before it is complete.')
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function sizeOfPng(bytes: Buffer): { width: number; height: number } {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') refuse('The image ends before it is complete.')
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** The size is in the first frame header; the segments before it are stepped over by their length. */
function sizeOfJpeg(bytes: Buffer): { width: number; height: number } {
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) at += 1
    else if (isFrame(marker)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    else at += 2 + Math.max(2, bytes.readUInt16BE(at + 2))
  }
  return refuse('The image ends before it is complete.')
}

/** SOF0 to SOF15, without the tables and extensions among them. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

export function refuse(message: string): never {
  throw new AppError('invalid_request', { message: `${message} Nothing was charged.`, param: 'document' })
}
