-- Written by `npm run sql`; the functions are in server/people/.

-- people/actor-queries.ts findActor
select actor_of($1) as actor;

-- people/actor-queries.ts lockActor
select lock_actor($1) as actor;

-- people/people-queries.ts findCredentials
select "id", "password_hash" from "people" where "email" = $1 and "active" = $2;

-- people/people-queries.ts findEmail
select "email" from "people" where "id" = $1 and "active" = $2;

-- people/people-queries.ts savePasswordHash
update "people" set "password_hash" = $1 where "id" = $2 and "active" = $3;
