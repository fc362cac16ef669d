import time
def test_x(house, next_door):
    from belong.intake.models import Import
    for i in Import.objects.all(): print(i, i.preview)
    assert 0
