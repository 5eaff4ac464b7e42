// Speech without a vendor: English, four voices, a WAV file. What cannot be spoken is refused before anything runs.
import { AppError } from '@farebox/errors'
import { WorkerPool } from '../worker-pool.ts'
import { voiceNamed, voicesKnown } from './voices.ts'

export type Speech = {
  text: string
  voice: string
  /** 1 is the voice's own pace. */
  speed: number
}

export type Speaker = {
  /** A WAV file: 16-bit mono. */
  speak: (speech: Speech, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>
  end: () => Promise<void>
}

export const SPOKEN_CHARACTERS_MAX = 4_096

/** Four thousand letters take three seconds. */
const JOB_MS = 30_000

export function openSpeaker({ threadsMax = 2 }: { threadsMax?: number } = {}): Speaker {
  const module = new URL('./speech-thread.ts', import.meta.url)
  const pool = new WorkerPool({ module, threadsMax, waitingMax: 32, jobMs: JOB_MS, heapMegabytesMax: 256 })
  return {
    speak: async ({ text, voice, speed }, signal) => {
      const named = voiceNamed(voice)
      if (!named) refuse(`There is no voice named ${voice.slice(0, 40)}. There are ${voicesKnown.join(', ')}.`, 'voice')
      if (!(speed >= 0.25 && speed <= 4)) refuse('speed must be from 0.25 to 4.', 'speed')
      return pool.run({ text: speakable(text), voice: named, speed }, signal)
    },
    end: () => pool.end(),
  }
}

/** Signs that no voice can say become spaces: a NUL would end the text, and a control character says nothing. */
function speakable(text: string): string {
  if (text.length > 2 * SPOKEN_CHARACTERS_MAX || [...text].length > SPOKEN_CHARACTERS_MAX)
    refuse(`input has more than ${SPOKEN_CHARACTERS_MAX} characters.`, 'input')
  const clean = text
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
  if (!/[a-z0-9]/i.test(clean)) refuse('input has nothing that this voice can say: it reads English letters and digits.', 'input')
  return clean
}

function refuse(message: string, param: string): never {
  throw new AppError('invalid_request', { message: `${message} Nothing was charged.`, param })
}
