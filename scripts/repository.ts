// Where the repository is, and the environment in which its programs find the Node they were installed with.
import path from 'node:path'

export const repositoryRoot = path.resolve(import.meta.dirname, '..')
export const stateFolder = path.join(repositoryRoot, '.farebox')

/** `node_modules/.bin` holds Node 24 on Linux: first on the PATH, so that every program below uses the same one. */
export function withOurNode(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const programs = path.join(repositoryRoot, 'node_modules', '.bin')
  const searched = (environment.PATH ?? '').split(path.delimiter)
  return { ...environment, PATH: [programs, ...searched.filter((folder) => folder !== programs)].join(path.delimiter) }
}
