// The network address a request came from, for rate limits and evidence.
export { networkAddress } from '@farebox/web/network-address'
