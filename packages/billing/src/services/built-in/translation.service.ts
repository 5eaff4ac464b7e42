// Translation, per character: POST /v1/translation, by DeepL. It says how many characters it bills; that is what is charged.
import { AppError } from '@farebox/errors'
import { usageOf } from '@farebox/pricing'
import { z } from 'zod'
import { BilledFailure } from '../../metering/ending.ts'
import { amountAsked } from './amount-asked.ts'
import { builtInService, type ServiceModel, type VendorAccess } from './built-in-service.ts'
import { failureOfVendor } from './vendor-failure.ts'

const VENDOR_MS = 60_000
const TEXT_LENGTH_MAX = 50_000

const deepl: ServiceModel = {
  id: 'deepl',
  displayName: 'DeepL',
  vendor: { name: 'deepl', requires: ['DEEPL_API_KEY'], reads: ['DEEPL_BASE_URL'], standInPath: '/deepl' },
  price: { microcents: 2_500, per: 'character' },
}

const language = z.string().regex(/^[A-Za-z]{2}(-[A-Za-z]{2,4})?$/, 'is a language such as DE or EN-GB')
const answered = z.object({
  translations: z.array(z.object({ text: z.string(), detected_source_language: z.string(), billed_characters: z.int().min(0) })).length(1),
})

export const service = builtInService({
  name: 'translation',
  path: '/translation',
  summary: 'Translates a text, charged per character',
  unit: 'character',
  typical: { units: 1_800, words: 'a page of text' },
  models: [deepl],
  body: z.strictObject({
    model: z.literal(deepl.id).default(deepl.id),
    input: z
      .string()
      .min(1)
      .max(TEXT_LENGTH_MAX)
      .meta({ description: `What to translate: at most ${TEXT_LENGTH_MAX} characters.` }),
    target: language.meta({ description: 'The language wanted.', example: 'DE' }),
    source: language.optional().meta({ description: 'The language it is in. Found by the vendor unless said.' }),
    max_charge: amountAsked,
  }),
  async prepare({ input, target, source, max_charge: chargeMaxMicrocents }, { access }) {
    const reached = access(deepl)
    return {
      model: deepl,
      unitsMax: input.length,
      chargeMaxMicrocents,
      async run() {
        const { text, detected_source_language: detected, billed_characters: units } = await translate(input, { target, source }, reached)
        return { units, answer: { json: { object: 'translation', text, source: detected, target: target.toUpperCase() } } }
      },
    }
  },
})

type Languages = { target: string; source: string | undefined }

async function translate(input: string, { target, source }: Languages, { settings, standInUrl }: VendorAccess) {
  const address = standInUrl ?? settings.DEEPL_BASE_URL ?? 'https://api.deepl.com'
  const reply = await fetch(`${address}/v2/translate`, {
    method: 'POST',
    headers: { authorization: `DeepL-Auth-Key ${settings.DEEPL_API_KEY ?? 'stand-in'}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      text: [input],
      target_lang: target.toUpperCase(),
      ...(source && { source_lang: source.toUpperCase() }),
      show_billed_characters: true,
    }),
    signal: AbortSignal.timeout(VENDOR_MS),
  }).catch((cause: unknown) => {
    throw failureOfVendor(cause, 'deepl')
  })
  if (!reply.ok) throw failureOfVendor(Object.assign(new Error(await reply.text()), { status: reply.status }), 'deepl')
  const read = answered.safeParse(await reply.json().catch(() => undefined))
  const [translation] = read.data?.translations ?? []
  // It worked, and may bill all of it.
  if (!translation)
    throw new BilledFailure(new AppError('provider_error', { internal: 'deepl: unreadable' }), usageOf({ character: input.length }))
  return translation
}
