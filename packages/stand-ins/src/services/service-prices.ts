// This stand-in's own price list, copied by hand from the vendors' pages: microcents for one unit. Farebox's prices never feed it.

export const perCharacter: Readonly<Record<string, bigint>> = {
  standard: 400n,
  neural: 1_600n,
  'tts-1': 1_500n,
  'tts-1-hd': 3_000n,
  deepl: 2_500n,
}

export const perPage = { 'Textract.DetectDocumentText': 150_000n } as const
