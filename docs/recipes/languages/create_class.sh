#!/bin/sh
# intacct-emulator exec -- sh create_class.sh
# Values with & or < would have to be escaped.
sed -e "s/{sender_id}/$INTACCT_SENDER_ID/" -e "s/{sender_password}/$INTACCT_SENDER_PASSWORD/" \
    -e "s/{user_id}/$INTACCT_USER_ID/" -e "s/{user_password}/$INTACCT_USER_PASSWORD/" \
    -e "s/{company_id}/$INTACCT_COMPANY_ID/" "$(dirname "$0")/request.xml" |
    curl -sS --data-binary @- -H 'Content-Type: application/xml' "$INTACCT_ENDPOINT_URL" |
    sed -n -e 's/.*<RECORDNO>\([0-9]*\)<.*/created \1/p' | grep created
