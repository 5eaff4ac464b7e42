// How Next builds and serves the console.
import { webConfig } from '@farebox/web/next-config'

export default webConfig()
