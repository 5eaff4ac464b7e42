// Cents as people read them. Whole cents only, so no rounding and no floats: `123456`, usd → `$1,234.56`.

export function showAmount(cents: number, currency: string): string {
  const digits = String(cents).padStart(3, '0')
  const decimal: Intl.StringNumericLiteral = `${digits.slice(0, -2)}.${digits.slice(-2)}` as `${number}`
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: currency.toUpperCase() }).format(decimal)
}
