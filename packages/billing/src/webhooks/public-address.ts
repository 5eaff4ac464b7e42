// Which network addresses a webhook may go to: those of the public internet. Everything that may be inside a network is refused:
// private, loopback, link-local (where clouds keep their metadata), shared, documentation, multicast, and IPv4 dressed as IPv6.
import { BlockList, isIPv4, isIPv6 } from 'node:net'

const closed = new BlockList()
const loopback = new BlockList()
const global = new BlockList()

const closedIpv4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Azure's platform answers its virtual machines at this public address.
  ['168.63.129.16', 32],
] as const

/** Of IPv6 only global unicast is open at all, and of it not what tunnels to other places or is for examples. */
const closedIpv6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

for (const [network, prefix] of closedIpv4) closed.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of closedIpv6) closed.addSubnet(network, prefix, 'ipv6')
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')
global.addSubnet('2000::', 3, 'ipv6')

export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, 'ipv4')
  return isIPv6(address) && !address.includes('%') && global.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

export function isLoopbackAddress(address: string): boolean {
  if (isIPv4(address)) return loopback.check(address, 'ipv4')
  return address === '::1'
}
