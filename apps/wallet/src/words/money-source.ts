// Which money paid, in its owner's words.

const words = { grant: 'Gift', promotion: 'Promotion', topup: 'Top-up' } as const

/** `Top-up of 21 Nov 2026` */
export function moneySource(kind: keyof typeof words, day: string): string {
  return `${words[kind]} of ${day}`
}
