// In this repository the SDK is source; from npm it is built, and this line goes.
import type { NextConfig } from 'next'

const config: NextConfig = { transpilePackages: ['@farebox/sdk'] }

export default config
