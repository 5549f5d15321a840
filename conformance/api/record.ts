/** `mailspec/record`: what one run of the suite came to, as `run.json` holds it. */
export {
  type Failure,
  type Observation,
  OUTCOMES,
  type Outcome,
  type RunRecord,
  type ScenarioId,
  type ScenarioRun,
  UNVERIFIED,
  VERDICTS,
  type Verdict,
} from '../../matrix/record.ts';
export { jsonSchema, parseRecord, parseRecordText, RecordError } from '../../matrix/schema.ts';
export { LEVELS, type Level, ROLES, type Role, SERVICES, type Service } from '../../spec/types.ts';
