// Counts tokens as the vendors' tokenizers do. Special-token text ("<|endoftext|>") in a prompt is plain text here.
import * as cl100k from 'gpt-tokenizer/encoding/cl100k_base'
import * as o200k from 'gpt-tokenizer/encoding/o200k_base'

export type Encoding = 'o200k' | 'cl100k'

const encodings = { o200k, cl100k }
const asPlainText = { disallowedSpecial: new Set<string>() }

export function countTokens(encoding: Encoding, text: string): number {
  return text === '' ? 0 : encodings[encoding].countTokens(text, asPlainText)
}

/** The text cut into its tokens. Only used on this package's own ASCII texts, where every token is whole characters. */
export function splitIntoTokens(encoding: Encoding, text: string): string[] {
  return encodings[encoding].encode(text, asPlainText).map((token) => encodings[encoding].decode([token]))
}
