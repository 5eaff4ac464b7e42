// For tests: reads a WAV file, and measures what makes sound speech. Speech is voiced half of the time (a pitch of 70 to 400 Hz),
// rises and falls four times a second, pauses, and lies mostly below 4 kHz.

export type Sound = { samples: Int16Array; sampleRate: number; seconds: number }

export function soundOf(wav: Uint8Array): Sound {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength)
  const tag = (at: number) => String.fromCharCode(...wav.subarray(at, at + 4))
  if (tag(0) !== 'RIFF' || tag(8) !== 'WAVE' || tag(12) !== 'fmt ') throw new Error('not a WAV file')
  if (view.getUint16(20, true) !== 1 || view.getUint16(22, true) !== 1 || view.getUint16(34, true) !== 16) {
    throw new Error('not 16-bit mono')
  }
  const sampleRate = view.getUint32(24, true)
  const dataBytes = view.getUint32(40, true)
  if (tag(36) !== 'data' || dataBytes !== wav.byteLength - 44) throw new Error('the header states another length')
  const samples = new Int16Array(wav.slice(44).buffer)
  return { samples, sampleRate, seconds: samples.length / sampleRate }
}

const FRAME_MS = 20

export function speechLikeness({ samples, sampleRate, seconds }: Sound) {
  const frameLength = (sampleRate * FRAME_MS) / 1_000
  const frames = Array.from({ length: Math.floor(samples.length / frameLength) - 1 }, (_, at) =>
    Float64Array.from(samples.subarray(at * frameLength, (at + 2) * frameLength)),
  )
  const loudness = frames.map((frame) => Math.sqrt(frame.reduce((sum, value) => sum + value * value, 0) / frame.length))
  const loud = Math.max(...loudness)
  const isSilent = (at: number) => (loudness[at] ?? 0) <= loud * 0.05
  return {
    syllablesPerSecond: peaks(loudness, loud) / seconds,
    voicedPart: frames.filter((frame, at) => !isSilent(at) && hasPitch(frame, sampleRate)).length / frames.length,
    silentPart: frames.filter((_, at) => isSilent(at)).length / frames.length,
    lowBandPart: lowBandPart(samples, sampleRate),
  }
}

/** How often the loudness rises to a syllable and falls again. */
function peaks(loudness: number[], loud: number): number {
  const smooth = loudness.map((_, at) => mean(loudness.slice(Math.max(0, at - 2), at + 3)))
  let count = 0
  let lowest = 0
  let highest = 0
  let rising = true
  for (const value of smooth) {
    if (rising) {
      highest = Math.max(highest, value)
      if (value < highest - loud * 0.1) {
        count += highest > loud * 0.15 ? 1 : 0
        rising = false
        lowest = value
      }
    } else {
      lowest = Math.min(lowest, value)
      if (value > lowest + loud * 0.1) {
        rising = true
        highest = value
      }
    }
  }
  return count
}

/** Whether the frame repeats itself at a voice's pitch. */
function hasPitch(frame: Float64Array, sampleRate: number): boolean {
  const energy = frame.reduce((sum, value) => sum + value * value, 0)
  if (energy === 0) return false
  for (let lag = Math.floor(sampleRate / 400); lag <= sampleRate / 70; lag++) {
    let product = 0
    let first = 0
    let second = 0
    for (let at = 0; at + lag < frame.length; at++) {
      const [here = 0, there = 0] = [frame[at], frame[at + lag]]
      product += here * there
      first += here * here
      second += there * there
    }
    if (product > 0.6 * Math.sqrt(first * second)) return true
  }
  return false
}

/** The part of the energy that survives averaging neighbours: low for noise, high for a voice. */
function lowBandPart(samples: Int16Array, sampleRate: number): number {
  const width = Math.max(1, Math.round(sampleRate / 8_000))
  let all = 0
  let low = 0
  for (let at = 0; at + width < samples.length; at++) {
    const here = samples[at] ?? 0
    let sum = 0
    for (let next = 0; next <= width; next++) sum += samples[at + next] ?? 0
    all += here * here
    low += (sum / (width + 1)) ** 2
  }
  return all === 0 ? 0 : low / all
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
