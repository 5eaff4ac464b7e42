// The vendors' own clients against the stand-in: what they need to work, what is counted, and what is refused as the vendor refuses it.
import { PollyClient, SynthesizeSpeechCommand } from '@aws-sdk/client-polly'
import { DetectDocumentTextCommand, TextractClient } from '@aws-sdk/client-textract'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ModelsStandIn, startModelsStandIn } from '../models/start-models-stand-in.ts'

let standIn: ModelsStandIn
const clients: { destroy: () => void }[] = []
beforeAll(async () => {
  standIn = await startModelsStandIn()
})
beforeEach(() => standIn.services.reset())
afterAll(async () => {
  for (const client of clients) client.destroy()
  await standIn.stop()
})

const settings = (path: string, accessKeyId = 'AKIDEXAMPLE') => ({
  endpoint: standIn.url + path,
  region: 'eu-central-1',
  credentials: { accessKeyId, secretAccessKey: 'secret' },
  maxAttempts: 1,
})
const polly = (key?: string) => {
  const client = new PollyClient({ ...settings('/polly', key), requestHandler: new NodeHttpHandler() })
  clients.push(client)
  return client
}
const textract = () => {
  const client = new TextractClient(settings('/textract'))
  clients.push(client)
  return client
}
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (cause: Error) => cause.name,
  )
const speech = { Text: 'Grüße 👍', OutputFormat: 'pcm', VoiceId: 'Joanna' } as const
const png = Buffer.from('89504e470d0a1a0a00000000', 'hex')

describe('Polly', () => {
  it('speaks, and bills characters: an emoji is one', async () => {
    const { AudioStream, RequestCharacters, ContentType } = await polly().send(new SynthesizeSpeechCommand(speech))
    expect([RequestCharacters, ContentType]).toEqual([7, 'audio/pcm'])
    expect((await AudioStream?.transformToByteArray())?.length).toBe(7 * 960 * 2)
    expect(standIn.services.totals().polly).toEqual({ requests: 1, refused: 0, units: 7, costMicrocents: '2800' })
  })

  it('refuses what Polly refuses, and bills none of it', async () => {
    expect(await failure(polly().send(new SynthesizeSpeechCommand({ ...speech, Text: 'a'.repeat(3_001) })))).toBe(
      'TextLengthExceededException',
    )
    expect(await failure(polly('invalid').send(new SynthesizeSpeechCommand(speech)))).toBe('UnrecognizedClientException')
    standIn.services.order({ service: 'polly', status: 429 })
    expect(await failure(polly().send(new SynthesizeSpeechCommand(speech)))).toBe('ThrottlingException')
    const unsigned = await fetch(`${standIn.url}/polly/v1/speech`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect(unsigned.status).toBe(403)
    expect(standIn.services.totals().polly).toEqual({ requests: 4, refused: 4, units: 0, costMicrocents: '0' })
  })
})

describe('Textract', () => {
  it('answers blocks with the number of pages, and bills pages', async () => {
    const { DocumentMetadata, Blocks = [] } = await textract().send(new DetectDocumentTextCommand({ Document: { Bytes: png } }))
    expect(DocumentMetadata).toEqual({ Pages: 1 })
    expect(Blocks.map(({ BlockType }) => BlockType)).toEqual(['PAGE', 'LINE', 'WORD', 'WORD', 'WORD'])
    expect(standIn.services.totals().textract).toEqual({ requests: 1, refused: 0, units: 1, costMicrocents: '150000' })
  })

  it('refuses what is no document, and fails when told to', async () => {
    const ask = (Bytes: Uint8Array) => failure(textract().send(new DetectDocumentTextCommand({ Document: { Bytes } })))
    expect(await ask(Buffer.from('hello'))).toBe('UnsupportedDocumentException')
    standIn.services.order({ service: 'textract', status: 500, after: 1 })
    expect([await ask(png), await ask(png), await ask(png)]).toEqual(['none', 'ServiceFailureException', 'none'])
    expect(standIn.services.totals().textract).toMatchObject({ requests: 4, refused: 2, units: 2 })
  })
})

describe('OpenAI’s speech', () => {
  it('speaks to the real client in each format, and bills characters', async () => {
    const client = new OpenAI({ apiKey: 'any', baseURL: `${standIn.url}/openai/v1`, maxRetries: 0 })
    const spoken = await client.audio.speech.create({ model: 'tts-1', voice: 'nova', input: 'Hello', response_format: 'wav' })
    expect(Buffer.from(await spoken.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF')
    expect(standIn.services.totals()['openai-speech']).toMatchObject({ units: 5, costMicrocents: '7500' })
    await expect(client.audio.speech.create({ model: 'tts-1', voice: 'nova', input: '' })).rejects.toThrow('400')
  })
})

describe('DeepL', () => {
  it('says how many characters it billed', async () => {
    const reply = await fetch(`${standIn.url}/deepl/v2/translate`, {
      method: 'POST',
      headers: { authorization: 'DeepL-Auth-Key any', 'content-type': 'application/json' },
      body: JSON.stringify({ text: ['Hello', 'world'], target_lang: 'DE', show_billed_characters: true }),
    })
    const { translations } = (await reply.json()) as { translations: { billed_characters: number }[] }
    expect(translations.map(({ billed_characters: billed }) => billed)).toEqual([5, 5])
    expect(standIn.services.totals().deepl).toMatchObject({ units: 10, costMicrocents: '25000' })
  })
})
