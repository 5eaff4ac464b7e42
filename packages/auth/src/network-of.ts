// Which network a caller comes from: what limits count by.
import { isIPv6 } from 'node:net'

/** One household or server of IPv6 has a whole /64 to call from. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [left = '', right] = address.split('::')
  const leading = left.split(':').filter(Boolean)
  const trailing = right === undefined ? [] : right.split(':').filter(Boolean)
  const groups = right === undefined ? leading : [...leading, ...Array(8 - leading.length - trailing.length).fill('0'), ...trailing]
  return groups.slice(0, 4).join(':')
}
