// OpenAI's speech through its own client. It bills the characters of the input, and does not say how many: they are counted here.
import { usageOf } from '@farebox/pricing'
import { BilledFailure } from '../../metering/ending.ts'
import type { Vendor } from '../built-in/built-in-service.ts'
import { failureOfVendor } from '../built-in/vendor-failure.ts'
import { CHARACTERS_MAX, charactersOf, type Voice } from './speech-request.ts'

export const openaiSpeech: Vendor = { name: 'openai', requires: ['OPENAI_API_KEY'], reads: ['OPENAI_BASE_URL'], standInPath: '/openai/v1' }

const VENDOR_MS = 60_000

export const openaiVoice: Voice = {
  formats: ['mp3', 'wav', 'pcm'],
  charactersMax: CHARACTERS_MAX,
  hasSpeed: true,
  countMax: charactersOf,
  async speak({ text, voice, speed, format, model }, { access: { settings, standInUrl } }) {
    const { default: OpenAI } = await import('openai')
    const client = new OpenAI({
      apiKey: settings.OPENAI_API_KEY ?? 'stand-in',
      baseURL: standInUrl ?? settings.OPENAI_BASE_URL ?? 'https://api.openai.com/v1',
      maxRetries: 0,
      timeout: VENDOR_MS,
    })
    const reply = await client.audio.speech
      .create({ model, voice, input: text, response_format: format, ...(speed !== 1 && { speed }) })
      .catch((cause: unknown) => {
        throw failureOfVendor(cause, 'openai')
      })
    const characters = charactersOf(text)
    const bytes = await reply.bytes().catch((cause: unknown) => {
      throw new BilledFailure(failureOfVendor(cause, 'openai'), usageOf({ character: characters }))
    })
    return { bytes, characters }
  },
}
