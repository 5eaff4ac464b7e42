// The address of the price list decides which rows are shown.
import { describe, expect, it } from 'vitest'
import { rowsFor, vendorOf } from './price-filters'

const rows = [
  {
    id: 'gpt-4o',
    name: 'GPT-4o',
    kind: 'model',
    provider: 'openai',
    answersAt: ['openai-chat'],
    explained: '$2.50 per 1,000,000 input tokens.',
  },
  {
    id: 'tts-1',
    name: 'OpenAI TTS-1',
    kind: 'service',
    provider: 'openai; stand-in',
    answersAt: ['/v1/audio/speech'],
    explained: '$0.000015 per character.',
  },
  {
    id: 'textract',
    name: 'Amazon Textract',
    kind: 'service',
    provider: 'aws; stand-in',
    answersAt: ['/v1/ocr'],
    explained: '$0.0015 per page.',
  },
] satisfies Parameters<typeof rowsFor>[0]
const idsFor = (filters: Partial<Parameters<typeof rowsFor>[1]>) =>
  rowsFor(rows, { search: '', kind: 'all', provider: '', ...filters }).map(({ id }) => id)

describe('rowsFor', () => {
  it('shows everything without filters', () => expect(idsFor({})).toEqual(['gpt-4o', 'tts-1', 'textract']))
  it('finds every word, in any case, in id, name, provider, address or price', () => {
    expect(idsFor({ search: 'speech character' })).toEqual(['tts-1'])
    expect(idsFor({ search: 'OPENAI tts' })).toEqual(['tts-1'])
    expect(idsFor({ search: 'nothing' })).toEqual([])
  })
  it('combines kind and provider, stand-ins among their vendor', () => {
    expect(idsFor({ kind: 'service' })).toEqual(['tts-1', 'textract'])
    expect(idsFor({ kind: 'service', provider: 'openai' })).toEqual(['tts-1'])
    expect(vendorOf('aws; stand-in')).toBe('aws')
  })
})
