// A saved card as people know it: `Visa •4242`.

const names: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
}

export const cardName = ({ brand, lastFour }: { brand: string; lastFour: string }): string => `${names[brand] ?? 'Card'} •${lastFour}`
