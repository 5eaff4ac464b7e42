// Makes `wallet.localhost` and its like mean this machine inside Node too, as RFC 6761 says and browsers do; many systems do not.
import dns from 'node:dns'

const systemLookup = dns.lookup

dns.lookup = (name, ...rest) => systemLookup(/\.localhost$/i.test(name) ? 'localhost' : name, ...rest)
