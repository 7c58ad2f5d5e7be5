// Makes ../data/payloads.schema.json from Slack's own types: `npm ci && node schemas.mjs`.
import { writeFileSync } from "node:fs";
import { createGenerator } from "ts-json-schema-generator";

const generator = createGenerator({
  path: "payloads.ts",
  tsconfig: "tsconfig.json",
  type: "*",
  additionalProperties: true,
  skipTypeCheck: true,
  expose: "all",
  jsDoc: "none",
  sortProps: true,
});
writeFileSync("../data/payloads.schema.json", `${JSON.stringify(generator.createSchema("*"))}\n`);
