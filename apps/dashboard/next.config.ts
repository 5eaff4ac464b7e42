// How Next builds and serves the dashboard.
import { webConfig } from '@farebox/web/next-config'

export default webConfig()
