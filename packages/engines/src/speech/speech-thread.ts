// The thread in which text becomes sound.
import { answerJobs } from '../answer-jobs.ts'
import { speakWithFlite, type Utterance } from './flite.ts'

answerJobs((utterance: Utterance) => speakWithFlite(utterance))
