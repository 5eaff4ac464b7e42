// The React page as one script, made as an app's own bundler makes it.
import path from 'node:path'
import { rolldown } from 'rolldown'

export async function bundleReactPage(): Promise<string> {
  const bundle = await rolldown({
    input: path.join(import.meta.dirname, 'react-page.tsx'),
    platform: 'browser',
    onLog: (level, log, tell) => log.code === 'MODULE_LEVEL_DIRECTIVE' || tell(level, log),
    transform: { define: { 'process.env.NODE_ENV': '"development"' } },
  })
  // The sheet would be a second file.
  const { output } = await bundle.generate({ format: 'es', codeSplitting: false })
  return output[0].code
}
