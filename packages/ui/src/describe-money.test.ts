// How amounts are written on every screen.
import { describe, expect, it } from 'vitest'
import { describeMoney, inParentheses } from './describe-money.ts'

describe('an amount on screen', () => {
  it('never promises a cent of a balance that is not there', () => {
    expect(describeMoney('847150000', 'balance')).toEqual({ shown: '$8.47', exact: '$8.47150000', isRounded: true })
    expect(describeMoney(99_999_999n, 'balance').shown).toBe('$0.99')
  })

  it('never shows a charge that is not zero as $0.00', () => {
    expect(describeMoney('20', 'charge').shown).toBe('$0.00000020')
    expect(describeMoney('1', 'charge').shown).toBe('$0.00000001')
  })

  it('knows when nothing was lost by writing it shorter', () => {
    expect(describeMoney('1000000000', 'balance').isRounded).toBe(false)
    expect(describeMoney('1150000', 'charge').isRounded).toBe(false)
    expect(describeMoney('1150001', 'charge').isRounded).toBe(true)
    expect(describeMoney('1150001', 'exact').isRounded).toBe(false)
  })

  it('keeps every digit of amounts a float would round', () => {
    expect(describeMoney('900719925474099312', 'exact').exact).toBe('$9,007,199,254.74099312')
  })

  it('puts what goes out in parentheses where a ledger asks for it', () => {
    expect(inParentheses(describeMoney('-1250000000', 'balance').shown)).toBe('($12.50)')
    expect(inParentheses('$12.50')).toBe('$12.50')
  })
})
