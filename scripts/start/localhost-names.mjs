// Makes `wallet.localhost` and its like mean this machine inside Node too, as RFC 6761 says and browsers do; many systems do not.
import dns from 'node:dns'

const known = (name) => (/\.localhost$/i.test(name) ? 'localhost' : name)
const { lookup } = dns
const { lookup: lookupPromised } = dns.promises

dns.lookup = (name, ...rest) => lookup(known(name), ...rest)
dns.promises.lookup = (name, ...rest) => lookupPromised(known(name), ...rest)
