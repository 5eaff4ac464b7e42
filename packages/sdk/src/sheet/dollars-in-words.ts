// Amounts as the API writes them, `5.00000000`, in the words of a sheet. Whatever is no such amount is not shown.
const AMOUNT = /^(\d{1,9})(?:\.(\d{1,8}))?$/

/** `5.00000000` → `$5`, `0.02000000` → `$0.02` */
export function dollarsInWords(amount: string | undefined): string | undefined {
  const [, dollars, digits = ''] = AMOUNT.exec(amount ?? '') ?? []
  if (dollars === undefined) return undefined
  const rest = digits.replace(/0+$/, '')
  return `$${BigInt(dollars)}${rest && `.${rest.padEnd(2, '0')}`}`
}

/** What the wallet will propose: twice as much, whole dollars at least. Only the wallet raises, and there it can be any amount. */
export function raisedLimit(amount: string | undefined): string | undefined {
  const [, dollars] = AMOUNT.exec(amount ?? '') ?? []
  if (dollars === undefined) return undefined
  const twice = BigInt(dollars) * 2n
  return `$${twice > 0n ? twice : 1n}`
}
