import os
import re

import jwt

# Where Vestibule is, such as https://app.example: who made the token.
ISSUER = os.environ["VESTIBULE_URL"]
# For which pages tokens may have been made.
PARTIES = {ISSUER}
# One public key for ever, in PEM; without it the keys are asked for, and kept for a minute.
PEM = os.environ.get("VESTIBULE_JWT_KEY")

keys = jwt.PyJWKClient(f"{ISSUER}/.well-known/jwks.json", lifespan=60, cooldown_duration=5, timeout=5)


def signed_in(headers):
    """What the token of a request says, once it is known to be good. The names of `headers` are in lower case."""
    bearer = re.fullmatch(r"Bearer +(\S+)", headers.get("authorization", ""), re.IGNORECASE)
    found = bearer or re.search(r"(?:^|; *)__session=([^;]*)", headers.get("cookie", ""))
    if not found:
        raise jwt.InvalidTokenError("there is no session token")
    token = found[1]
    claims = jwt.decode(
        token,
        PEM or keys.get_signing_key_from_jwt(token),
        algorithms=["RS256"],
        issuer=ISSUER,
        options={"require": ["exp", "nbf", "iss", "sub", "sid"]},
        leeway=5,
    )
    if claims.get("azp") not in PARTIES:
        raise jwt.InvalidTokenError("the session token is for other pages")
    if claims.get("sts") != "active":
        raise jwt.InvalidTokenError("the session waits for something")
    return claims
