print("rothost")
