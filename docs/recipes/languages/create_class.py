"""intacct-emulator exec -- python create_class.py"""

from intacct_client import Client

with Client.from_env() as client:
    made = client.create("CLASS", {"CLASSID": "RECIPE", "NAME": "Made by a recipe"})
    print(f"created {made['RECORDNO']}")
