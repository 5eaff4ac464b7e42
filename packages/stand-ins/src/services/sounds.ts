// Sound to answer with: a tone for each character, so that it is as long as the text and never mistaken for a voice.

const SAMPLE_RATE = 16_000
const CHARACTER_SAMPLES = 960
const MP3_FRAME_BYTES = 417
const MP3_FRAME_HEADER = [0xff, 0xfb, 0x90, 0x64]

/** 16-bit mono at 16 kHz, 60 ms a character. */
export function tonePcm(characters: number): Buffer {
  const pcm = Buffer.alloc(characters * CHARACTER_SAMPLES * 2)
  for (let at = 0; at < pcm.length / 2; at++) pcm.writeInt16LE(Math.round(Math.sin((at / SAMPLE_RATE) * 2 * Math.PI * 330) * 8_000), at * 2)
  return pcm
}

/** Frames of 26 ms at 128 kbit/s that decode to silence: valid for every player. */
export function silentMp3(characters: number): Buffer {
  const frame = Buffer.alloc(MP3_FRAME_BYTES)
  frame.set(MP3_FRAME_HEADER)
  return Buffer.concat(Array.from({ length: characters * 2 }, () => frame))
}

export function toneWav(characters: number): Buffer {
  const pcm = tonePcm(characters)
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + pcm.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(SAMPLE_RATE, 24)
  header.writeUInt32LE(SAMPLE_RATE * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(pcm.length, 40)
  return Buffer.concat([header, pcm])
}
