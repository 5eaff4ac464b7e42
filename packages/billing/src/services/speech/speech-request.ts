// A request for speech, in OpenAI's shape, and what saying it brings back.
import type { Speaker } from '@farebox/engines'
import { z } from 'zod'
import { amountAsked } from '../built-in/amount-asked.ts'
import type { VendorAccess } from '../built-in/built-in-service.ts'

export const CHARACTERS_MAX = 4_096

export const speechBody = z.strictObject({
  model: z.string().max(100).meta({ description: 'Who speaks. See /v1/services.', example: 'farebox-voice' }),
  input: z
    .string()
    .min(1)
    .max(CHARACTERS_MAX * 2)
    .refine((text) => charactersOf(text) <= CHARACTERS_MAX, `has more than ${CHARACTERS_MAX} characters`)
    // Characters that nobody can say: a text of nothing else is a mistake, and would be billed all the same.
    .refine((text) => /[\p{L}\p{N}]/u.test(text), 'has nothing to say: no letter and no digit')
    .refine((text) => !/[^\P{Cc}\t\n\r]/u.test(text), 'has control characters')
    .meta({ description: `What to say: at most ${CHARACTERS_MAX} characters.` }),
  voice: z.string().min(1).max(40).default('alloy'),
  response_format: z.enum(['mp3', 'wav', 'pcm']).optional(),
  speed: z.number().min(0.25).max(4).default(1),
  max_charge: amountAsked,
})

export type SpeechRequest = z.infer<typeof speechBody>
export type SpeechFormat = 'mp3' | 'wav' | 'pcm'

/** One of those who speak: a folder's file each. */
export type Voice = {
  formats: readonly [SpeechFormat, ...SpeechFormat[]]
  charactersMax: number
  hasSpeed: boolean
  /** An upper bound of what it will count. */
  countMax: (text: string) => number
  speak: (request: ToSpeak, tools: { speaker: Speaker; access: VendorAccess }) => Promise<Spoken>
}

export type ToSpeak = { text: string; voice: string; speed: number; format: SpeechFormat; model: string }

/** `characters`: as whoever spoke counted them. */
export type Spoken = { bytes: Uint8Array; characters: number }

/** Unicode characters, which is what vendors bill; an emoji is one. */
export function charactersOf(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
